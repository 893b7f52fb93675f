package org.cellineage.problem;

/** A file, folder or bucket given as input cannot be used. */
public final class BadInputException extends UserException {

    private static final long serialVersionUID = 1L;

    public BadInputException(String where, String cause, String remedy) {
        super(new Problem(where, cause, remedy), null);
    }

    public BadInputException(String where, String cause, String remedy, Throwable origin) {
        super(new Problem(where, cause, remedy), origin);
    }
}
