#!/usr/bin/env bash
# lsb_release of a simulated host: an Ubuntu LTS.
case ${1:-} in
  *c*) echo noble ;;
  *r*) echo 24.04 ;;
  *) echo Ubuntu ;;
esac
