package org.cellineage.format.layout;

import java.util.Optional;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.Outline;

/**
 * A folder of TIFF stacks, each one movie, if the user selects this layout. {@link ImageTree} recognizes them
 * automatically.
 */
final class StacksFormat implements MovieFormat {

    @Override
    public String name() {
        return "stacks";
    }

    @Override
    public String summary() {
        return "a folder of TIFF stacks, one movie each: PLATE/B02_s1.tif";
    }

    @Override
    public Optional<FormatMatch> recognise(CatalogRequest request) {
        return Optional.empty();
    }

    @Override
    public Outline outline(CatalogRequest request) {
        return new PlainImages(request).stacks();
    }
}
