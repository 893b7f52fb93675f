package org.cellineage.format.layout;

import java.util.Optional;
import org.cellineage.format.CatalogRequest;
import org.cellineage.format.FormatMatch;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.Outline;

/** Numbered images, one per frame, if the user selects this layout. {@link ImageTree} recognizes them automatically. */
final class FramesFormat implements MovieFormat {

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public String summary() {
        return "a folder of single images with numbers, one frame each: MOVIE/img0001.tif";
    }

    @Override
    public Optional<FormatMatch> recognise(CatalogRequest request) {
        return Optional.empty();
    }

    @Override
    public Outline outline(CatalogRequest request) {
        return new PlainImages(request).frames();
    }
}
