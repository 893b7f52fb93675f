package org.cellineage.jobs.published;

/** The columns that are read from the tracks table, of tracks with a parent. */
record ParentLink(int trackId, int parentTrackId) {}
