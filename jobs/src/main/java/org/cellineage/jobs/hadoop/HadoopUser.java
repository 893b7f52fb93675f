package org.cellineage.jobs.hadoop;

import java.io.IOException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user name for Hadoop. If the system has no name for the user id, as in containers that run with an arbitrary id,
 * Hadoop would refuse to work, although it needs only a name.
 */
public final class HadoopUser {

    private static final String NAMELESS = "cellineage";
    private static final String UNKNOWN = "?";

    private HadoopUser() {}

    /** Ensures that there is one: {@code HADOOP_USER_NAME}, {@code user.name}, or else {@value #NAMELESS}. */
    public static void ensure() {
        try {
            UserGroupInformation.getLoginUser();
        } catch (IOException e) {
            if (UserGroupInformation.isSecurityEnabled()) {
                // A failed login is reported where it is needed.
                return;
            }
            UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(
                    name(System.getenv().getOrDefault("HADOOP_USER_NAME", ""), System.getProperty("user.name", ""))));
        }
    }

    static String name(String given, String ofTheSystem) {
        if (!given.isBlank()) {
            return given;
        }
        return ofTheSystem.isBlank() || ofTheSystem.equals(UNKNOWN) ? NAMELESS : ofTheSystem;
    }
}
