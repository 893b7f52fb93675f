package org.cellineage.format.layout;

import org.cellineage.format.Outline;

/**
 * A part of an input with one layout.
 *
 * @param layout name of the layout
 * @param why what it was recognized by, a phrase for messages; empty if it was requested
 * @param outline its movies
 */
public record LayoutOutline(String layout, String why, Outline outline) {}
