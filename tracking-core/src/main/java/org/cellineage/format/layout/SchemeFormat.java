package org.cellineage.format.layout;

import java.util.Optional;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.Outline;
import org.cellineage.format.name.NamingScheme;
import org.cellineage.format.name.NamingSchemes;
import org.cellineage.format.name.Recognition;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/**
 * Names that match one scheme of a vendor or a user, if the user selects it. {@link ImageTree} recognizes vendors'
 * schemes automatically.
 */
final class SchemeFormat implements MovieFormat {

    private final NamingScheme scheme;

    SchemeFormat(NamingScheme scheme) {
        this.scheme = scheme;
    }

    @Override
    public String name() {
        return scheme.name();
    }

    @Override
    public String summary() {
        return scheme.summary();
    }

    @Override
    public Optional<FormatMatch> recognise(CatalogRequest request) {
        return Optional.empty();
    }

    @Override
    public Outline outline(CatalogRequest request) {
        ImageTree.Paths paths = ImageTree.Paths.of(request);
        Recognition names = Recognition.with(scheme, paths.relative());
        if (names.images().isEmpty()) {
            throw nothing(request);
        }
        return new SchemeMovies(request, paths, names).outline().outline();
    }

    private RuntimeException nothing(CatalogRequest request) {
        if (!name().startsWith(NamingSchemes.PATTERN_PREFIX)) {
            return new BadInputException(
                    request.root(),
                    "There is no image of layout " + name() + " in it.",
                    "Give a folder with images named like "
                            + scheme.examples().stream().findFirst().orElse("those of the layout") + ".");
        }
        String example = request.files().isEmpty()
                ? "there is no file at all"
                : "the first file is " + request.files().get(0).location();
        return new BadConfigurationException(
                "--layout " + name(),
                "No file under " + request.root() + " matches the pattern; " + example + ".",
                "The pattern must match the end of such a path; use * for parts that do not matter.");
    }
}
