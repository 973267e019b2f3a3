/**
 * What a lesson and a notebook use: claims, exercises, and how things are shown.
 *
 * <p>The only package that knows the notebook kernel. Everything in it but {@link
 * org.halfstep.notebook.HalfstepExtension} also works where there is no kernel: in jshell, in other
 * kernels and in programs.
 */
package org.halfstep.notebook;
