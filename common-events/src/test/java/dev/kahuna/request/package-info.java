@org.jspecify.annotations.NullMarked
package dev.kahuna.request;
