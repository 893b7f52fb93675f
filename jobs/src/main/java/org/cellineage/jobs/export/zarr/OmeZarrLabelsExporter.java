package org.cellineage.jobs.export.zarr;

import org.cellineage.format.zarr.ZarrVersion;

/** OME-Zarr 0.4 of labels, for which no image is read or copied. */
public final class OmeZarrLabelsExporter extends OmeZarrFormat {

    /** Creates it for the registry of formats. */
    public OmeZarrLabelsExporter() {
        super("ome-zarr-labels", "OME-Zarr 0.4: label images only", ZarrVersion.V2, false);
    }
}
