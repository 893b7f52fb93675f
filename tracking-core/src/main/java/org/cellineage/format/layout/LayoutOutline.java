package org.cellineage.format.layout;

import org.cellineage.format.Outline;

/**
 * A part of an input that is of one layout.
 *
 * @param layout the layout's name
 * @param why what it was recognised by, a phrase for people; empty where it was asked for
 * @param outline the movies
 */
public record LayoutOutline(String layout, String why, Outline outline) {}
