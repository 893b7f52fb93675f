package org.cellineage.jobs.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;

/**
 * Names record components in snake case: {@code maxGapFrames} is {@code max_gap_frames}, {@code driftYPx} is
 * {@code drift_y_px}, {@code fileURI} is {@code file_uri}.
 *
 * <p>Jackson's own strategy keeps runs of capitals together ({@code drift_ypx}), which would hide the unit.
 */
final class SnakeCaseNaming extends PropertyNamingStrategies.NamingBase {

    private static final long serialVersionUID = 1L;

    static final SnakeCaseNaming INSTANCE = new SnakeCaseNaming();

    @Override
    public String translate(String name) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean capital = Character.isUpperCase(c);
            boolean afterSmall = i > 0 && !Character.isUpperCase(name.charAt(i - 1));
            boolean beforeSmall = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
            if (capital && i > 0 && (afterSmall || beforeSmall)) {
                key.append('_');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }
}
