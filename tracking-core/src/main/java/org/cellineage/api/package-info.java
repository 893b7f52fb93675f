/**
 * Segmentation, tracking and evaluation for programs of your own, without Spark: {@link org.cellineage.api.CellTracker}
 * takes frames and gives tracks, the same that {@code cellineage run} publishes. See {@code docs/LIBRARY.md}.
 */
package org.cellineage.api;
