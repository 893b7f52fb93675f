package org.cellineage.format;

/**
 * Provides the storage of the process to code that is not given one, such as SQL functions; found by
 * {@link java.util.ServiceLoader}. Without a provider, locations refer to the local file system.
 */
public interface StorageProvider {

    /** Returns a storage with the access rights of this process. */
    Storage storage();
}
