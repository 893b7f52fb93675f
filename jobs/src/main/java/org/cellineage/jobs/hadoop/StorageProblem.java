package org.cellineage.jobs.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.cellineage.problem.UserException;

/**
 * Why a file system refused an operation, if the user can fix it.
 *
 * <p>The connectors of object stores are not on the class path of every site, so their exceptions are identified by
 * name.
 *
 * @param cause one sentence
 * @param remedy one sentence
 */
record StorageProblem(String cause, String remedy) {

    private static final int HTTP_UNAUTHORIZED = 401;
    private static final int HTTP_FORBIDDEN = 403;

    /** Causes may be cyclic. */
    static final int MAX_CAUSES = 20;

    /** What each scheme needs in addition to Spark. */
    private static final Map<String, String> CONNECTORS = Map.of(
            "s3a", "org.apache.hadoop:hadoop-aws of the same version as Spark's Hadoop",
            "s3", "org.apache.hadoop:hadoop-aws, and write s3a:// instead of s3://",
            "s3n", "org.apache.hadoop:hadoop-aws, and write s3a:// instead of s3n://",
            "gs", "com.google.cloud.bigdataoss:gcs-connector",
            "abfs", "org.apache.hadoop:hadoop-azure",
            "abfss", "org.apache.hadoop:hadoop-azure");

    /** What the user can do about {@code failure}; empty if nothing, for example if a store is down. */
    static Optional<StorageProblem> of(String location, Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Optional<StorageProblem> known = direct(location, cause);
            if (known.isPresent()) {
                return known;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /**
     * Returns {@code failure} as an {@link IOException}, or throws a {@link BadInputException} if the user can fix it.
     */
    static IOException asBadInput(String location, Exception failure) {
        if (failure instanceof UserException known) {
            throw known;
        }
        Optional<StorageProblem> problem = of(location, failure);
        if (problem.isPresent()) {
            throw new BadInputException(
                    location, problem.get().cause(), problem.get().remedy(), failure);
        }
        if (failure instanceof IOException io) {
            return io;
        }
        throw (RuntimeException) failure;
    }

    /**
     * Returns {@code failure} as an {@link IOException}, or throws a {@link BadOutputException} if the user can fix it.
     */
    static IOException asBadOutput(String location, Exception failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            // A task may have reported a user error of its own, about another location than the output.
            if (cause instanceof UserException known) {
                throw known;
            }
            cause = cause.getCause();
        }
        if (failure instanceof ParentNotDirectoryException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || String.valueOf(failure.getMessage()).endsWith("Not a directory")) {
            throw new BadOutputException(
                    location,
                    "The output cannot be written: there is a file where a folder is needed, or the reverse.",
                    "Choose another location.",
                    failure);
        }
        Optional<StorageProblem> problem = of(location, failure);
        if (problem.isPresent()) {
            throw new BadOutputException(
                    location,
                    "The output cannot be written: " + problem.get().cause(),
                    problem.get().remedy(),
                    failure);
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    private static Optional<StorageProblem> direct(String location, Throwable failure) {
        String type = failure.getClass().getSimpleName();
        String message = String.valueOf(failure.getMessage());
        if (type.equals("UnknownStoreException")) {
            return known(
                    "There is no such bucket, or it is in another region.",
                    "Check the name of the bucket, and fs.s3a.endpoint.region.");
        }
        if (isAboutCredentials(type, message) || httpStatus(failure) == HTTP_UNAUTHORIZED) {
            return known(
                    "No credentials for it were found, or they were refused.",
                    "Grant the cluster's role access to it, or set the credentials that its connector expects.");
        }
        if (isDenial(failure)) {
            return known("Permission denied.", "Grant permission for it to the user or role that runs the job.");
        }
        if (failure instanceof UnsupportedFileSystemException || isMissingConnector(failure, message)) {
            String scheme = scheme(location);
            return known(
                    "No connector for '" + scheme + "://' is on the class path.",
                    "Add " + CONNECTORS.getOrDefault(scheme, "one for " + scheme)
                            + " with --packages or --jars, or check the spelling.");
        }
        if (isFull(failure, message)) {
            return known("There is no space left.", "Free some space, or choose another location.");
        }
        if (message.contains("Read-only file system")) {
            return known("It is on a read-only file system.", "Choose another location.");
        }
        if (failure instanceof FileNotFoundException || failure instanceof NoSuchFileException) {
            return known(
                    "There is no such file, folder or bucket.",
                    "Check the spelling, and that the disk is mounted or the bucket exists.");
        }
        if (failure instanceof UnknownHostException) {
            return known(
                    "Its host is unknown: " + message + ".", "Check the spelling, and that this machine can reach it.");
        }
        return Optional.empty();
    }

    /** Whether a disk is full or its quota exhausted; a bucket's rate limit does not count. */
    private static boolean isFull(Throwable failure, String message) {
        String type = failure.getClass().getSimpleName();
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded")
                // HDFS quotas on the bytes or names in a folder.
                || type.equals("DSQuotaExceededException")
                || type.equals("NSQuotaExceededException")
                || type.equals("QuotaByStorageTypeExceededException")
                || message.contains("QuotaExceededException: ");
    }

    /** Whether permission is missing; the local file system says so only in its messages. */
    static boolean isDenial(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof AccessControlException
                || failure instanceof AccessDeniedException
                || message.contains("Permission denied")
                // Google's connector reports only the status.
                || message.startsWith("403 Forbidden")
                || httpStatus(failure) == HTTP_FORBIDDEN
                || message.startsWith("Mkdirs failed")
                || message.startsWith("Invalid directory or I/O error");
    }

    /**
     * The HTTP status in an exception of Google's connector, 0 for other failures. For batch requests there is no other
     * information, and the connector repackages the exception's class, so it cannot be referenced here.
     */
    private static int httpStatus(Throwable failure) {
        if (!failure.getClass().getSimpleName().equals("GoogleJsonResponseException")) {
            return 0;
        }
        try {
            return (int) failure.getClass().getMethod("getStatusCode").invoke(failure);
        } catch (ReflectiveOperationException e) {
            // Another version of the connector; its message may contain the status.
            return 0;
        }
    }

    private static boolean isAboutCredentials(String type, String message) {
        return type.equals("NoAuthWithAWSException")
                || type.equals("NoAwsCredentialsException")
                || message.contains("InvalidAccessKeyId")
                || message.contains("SignatureDoesNotMatch")
                || message.contains("ExpiredToken")
                || message.startsWith("401 Unauthorized")
                || message.contains("Unable to load credentials")
                || message.contains("Error getting access token");
    }

    private static boolean isMissingConnector(Throwable failure, String message) {
        return failure instanceof ClassNotFoundException && message.contains("FileSystem");
    }

    private static String scheme(String location) {
        int colon = location.indexOf(':');
        return colon < 0 ? "file" : location.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    private static Optional<StorageProblem> known(String cause, String remedy) {
        return Optional.of(new StorageProblem(cause, remedy));
    }
}
