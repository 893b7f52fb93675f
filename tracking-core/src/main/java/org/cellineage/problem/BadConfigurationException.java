package org.cellineage.problem;

/** A configuration key, option or model is invalid. */
public final class BadConfigurationException extends UserException {

    private static final long serialVersionUID = 1L;

    public BadConfigurationException(String where, String cause, String remedy) {
        super(new Problem(where, cause, remedy), null);
    }

    public BadConfigurationException(String where, String cause, String remedy, Throwable origin) {
        super(new Problem(where, cause, remedy), origin);
    }
}
