package org.cellineage.problem;

/** The output cannot be written. */
public final class BadOutputException extends UserException {

    private static final long serialVersionUID = 1L;

    public BadOutputException(String where, String cause, String remedy) {
        super(new Problem(where, cause, remedy), null);
    }

    public BadOutputException(String where, String cause, String remedy, Throwable origin) {
        super(new Problem(where, cause, remedy), origin);
    }
}
