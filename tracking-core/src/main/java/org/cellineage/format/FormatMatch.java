package org.cellineage.format;

import java.util.List;

/**
 * Files that match a format.
 *
 * @param why what they were recognized by, a phrase for messages
 * @param files the matching files; formats that are tried later get the others
 */
public record FormatMatch(String why, List<StoredFile> files) {}
