package org.cellineage.jobs.report;

import java.io.Serializable;
import org.cellineage.jobs.source.SourceMovie;

/**
 * What the driver decides about the page of a movie.
 *
 * @param folder folder of its data, relative to that of all data: {@code p0/m3}
 * @param share bytes that its data may take
 * @param images its images, or why there are none
 */
record MoviePage(String folder, long share, SourceMovie images) implements Serializable {}
