#!/usr/bin/env bash
# apt-get of a simulated host: what it would install is on the path already.
echo "apt-get ${*}: nothing to do, these hosts have it all"
