package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.cellineage.format.Catalog;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real data keeps the names, frames and channels that it had before layouts were recognised by a grammar. */
class SharedCatalogTest {

    @ParameterizedTest
    @CsvSource({
        "movies/Fluo-C2DL-MSC, ctc, 'Fluo-C2DL-MSC/-/01 20/20 channel0'",
        "movies/Fluo-N2DH-GOWT1, ctc, 'Fluo-N2DH-GOWT1/-/02 60/60 channel0'",
        "movies/Fluo-N2DH-SIM+, ctc, 'Fluo-N2DH-SIM+/-/01 65/65 channel0; Fluo-N2DH-SIM+/-/02 55/55 channel0'",
        "movies/Fluo-N2DL-HeLa, ctc, 'Fluo-N2DL-HeLa/-/02 29/29 channel0'",
        "movies/Fluo-N3DH-CHO-2D, ctc, 'Fluo-N3DH-CHO-2D/-/01 92/92 channel0'",
        "movies/PhC-C2DH-U373, ctc, 'PhC-C2DH-U373/-/02 60/60 channel0'",
        "movies/PhC-Ecoli-60mrna, ctc, 'PhC-Ecoli-60mrna/-/01 60/60 channel0; PhC-Ecoli-60mrna/-/01_fluor 60/60 channel0'",
        "movies/Fluo-C2DL-MSC/01, ctc, 'Fluo-C2DL-MSC/-/01 20/20 channel0'",
        "movies/Fluo-N2DH-GOWT1/02, ctc, 'Fluo-N2DH-GOWT1/-/02 60/60 channel0'",
        "movies/Fluo-N2DH-SIM+/01, ctc, 'Fluo-N2DH-SIM+/-/01 65/65 channel0'",
        "movies/Fluo-N2DH-SIM+/02, ctc, 'Fluo-N2DH-SIM+/-/02 55/55 channel0'",
        "movies/Fluo-N2DL-HeLa/02, ctc, 'Fluo-N2DL-HeLa/-/02 29/29 channel0'",
        "movies/Fluo-N3DH-CHO-2D/01, ctc, 'Fluo-N3DH-CHO-2D/-/01 92/92 channel0'",
        "movies/PhC-C2DH-U373/02, ctc, 'PhC-C2DH-U373/-/02 60/60 channel0'",
        "movies/PhC-Ecoli-60mrna/01, ctc, 'PhC-Ecoli-60mrna/-/01 60/60 channel0'",
        "plates/imagexpress/9987_Plate_3435, imagexpress, '9987_Plate_3435/B02/1 2/2 w1_DAPI+w2_FITC; 9987_Plate_3435/B02/2 2/2 w1_DAPI+w2_FITC; 9987_Plate_3435/B03/1 2/2 w1_DAPI+w2_FITC; 9987_Plate_3435/B03/2 2/2 w1_DAPI+w2_FITC'",
        "plates/imagexpress/SingleChannel, imagexpress, 'SingleChannel_2023-02-21_1334/E07/1 1/1 FITC_05; SingleChannel_2023-02-21_1334/E07/2 1/1 FITC_05; SingleChannel_2023-02-21_1334/E08/1 1/1 FITC_05; SingleChannel_2023-02-21_1334/E08/2 1/1 FITC_05'",
        "plates/imagexpress, imagexpress, '9987_Plate_3435/B02/1 2/2 w1_DAPI+w2_FITC; 9987_Plate_3435/B02/2 2/2 w1_DAPI+w2_FITC; 9987_Plate_3435/B03/1 2/2 w1_DAPI+w2_FITC; 9987_Plate_3435/B03/2 2/2 w1_DAPI+w2_FITC; SingleChannel_2023-02-21_1334/E07/1 1/1 FITC_05; SingleChannel_2023-02-21_1334/E07/2 1/1 FITC_05; SingleChannel_2023-02-21_1334/E08/1 1/1 FITC_05; SingleChannel_2023-02-21_1334/E08/2 1/1 FITC_05'",
        "trk/deepcell_0.6.5_synthetic.trk, trk, 'default/-/deepcell_0.6.5_synthetic 12/12 channel0'",
        "trk/real_gif_3t3.trk, trk, 'default/-/real_gif_3t3 30/30 channel0'",
        "ctc-evaluation/01_RES, frames, 'ctc-evaluation/-/01_RES 48/48 channel0'",
        "ctc-evaluation/03_RES, frames, 'ctc-evaluation/-/03_RES 7/7 channel0'"
    })
    void realMoviesAreReadAsTheyWere(String folder, String layout, String movies) throws IOException {
        Catalog catalog = new CatalogReader(new LocalStorage())
                .read(SharedData.require(folder).toString(), MovieFormats.AUTO);
        assertThat(catalog.failures()).isEmpty();
        assertThat(catalog.layout()).isEqualTo(layout);
        assertThat(catalog.movies().stream().map(SharedCatalogTest::text).toList())
                .isEqualTo(List.of(movies.split("; ")));
    }

    private static String text(Movie movie) {
        return movie.key().id() + " " + movie.frames().size() + "/" + movie.frameCount() + " "
                + String.join("+", movie.channels());
    }
}
