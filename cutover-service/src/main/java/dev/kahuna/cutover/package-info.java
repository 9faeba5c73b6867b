/**
 * The two cutovers and their undo.
 *
 * <p>{@link dev.kahuna.cutover.CutoverSteps} reads like the runbook; each of its lines is a class
 * here. A window opens with {@code CutoverStarted}. Until {@code PivotReached} it can be undone,
 * and is, when a step fails, the budget is used up or the operator cancels: the decision is a fact
 * before the first act of the undo. From the pivot on there is only forward.
 */
@NullMarked
package dev.kahuna.cutover;

import org.jspecify.annotations.NullMarked;
