/**
 * Moves the app: the two cutovers, their undo, and the way back.
 *
 * <p>{@link dev.kahuna.cutover.CutoverSteps} reads like the runbook; each of its lines is a class
 * in one of the packages below. A window opens with {@code CutoverStarted}. Until {@code
 * PivotReached} it is undone if a step fails, the budget is used up or the operator cancels; the
 * decision is a fact before the first act of the undo. After the pivot a window can only be
 * completed.
 */
@NullMarked
package dev.kahuna.cutover;

import org.jspecify.annotations.NullMarked;
