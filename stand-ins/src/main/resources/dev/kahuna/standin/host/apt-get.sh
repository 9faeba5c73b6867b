#!/usr/bin/env bash
# apt-get of a sandbox host: what it would install is on the path already.
echo "apt-get ${*}: nothing to do, the sandbox's hosts have it all"
