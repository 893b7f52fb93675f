package org.cellineage.jobs.hadoop;

import java.io.IOException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user that Hadoop works as. Where the system knows no name for the user id, as in containers that run as any id, Hadoop
 * would refuse to work at all; a name is all that it lacks.
 */
public final class HadoopUser {

    private static final String NAMELESS = "cellineage";
    private static final String UNKNOWN = "?";

    private HadoopUser() {}

    /** Makes sure that there is one: {@code HADOOP_USER_NAME}, {@code user.name}, or else {@value #NAMELESS}. */
    public static void ensure() {
        try {
            UserGroupInformation.getLoginUser();
        } catch (IOException e) {
            if (UserGroupInformation.isSecurityEnabled()) {
                // A failed login is told where it is needed.
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
