package org.cellineage.format;

/**
 * Gives the storage of the process to code that nobody hands one, such as SQL functions; found by
 * {@link java.util.ServiceLoader}. Without a provider, files are those of this machine.
 */
public interface StorageProvider {

    /** A storage that reads what this process may read. */
    Storage storage();
}
