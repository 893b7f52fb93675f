package org.cellineage.format;

import java.util.List;

/**
 * An input that looks like a format.
 *
 * @param why what it was recognised by, a phrase for people
 * @param files the files that the format takes; formats that are tried later see the others
 */
public record FormatMatch(String why, List<StoredFile> files) {}
