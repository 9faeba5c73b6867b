/** Tests of the Platform API's client against answers as Heroku gives them. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.heroku;
