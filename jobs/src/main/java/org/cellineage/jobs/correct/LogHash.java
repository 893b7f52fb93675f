package org.cellineage.jobs.correct;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.correct.CorrectionCodec;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.jobs.config.ConfigurationLoader;

/** Hashes of a log, of which each includes the one before: the hash in a table tells how much of the log it contains. */
final class LogHash {

    private LogHash() {}

    /** Hashes of the first 0, 1, 2, … corrections; the first is empty. */
    static List<String> ofPrefixes(List<LoggedCorrection> log) {
        List<String> hashes = new ArrayList<>(List.of(""));
        for (LoggedCorrection logged : log) {
            hashes.add(ConfigurationLoader.sha256(String.join(
                    "\n", hashes.get(hashes.size() - 1), logged.id(), CorrectionCodec.toLine(logged.correction()))));
        }
        return hashes;
    }
}
