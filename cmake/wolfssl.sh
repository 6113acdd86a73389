# shellcheck shell=bash
# Gets wolfSSL from source and builds its copies. Read by ./dev, which provides say, die, cache_dir and root_dir.
#
# The order: $WOLFSSL_ROOT, the newest source that Debian has, the source of its stable release, the system's
# libwolfssl-dev. Two copies are built, since the harness must not share code, random numbers or coverage with what
# it tests: `plain` for the harness's own wolfCrypt, and `target` with the hooks of cmake/wolfssl_hooks.h.

# Settable, to try a fallback: SHAKEDOWN_WOLFSSL_SUITES=trixie, or "none" for the system's library.
read -r -a wolfssl_suites <<< "${SHAKEDOWN_WOLFSSL_SUITES:-sid trixie}"

# shellcheck disable=SC2054
wolfssl_options=(
  --disable-shared --enable-static --disable-examples --disable-crypttests --disable-benchmark
  --enable-tls13 --enable-tlsv12 --disable-oldtls --enable-earlydata --enable-session-ticket --enable-psk
  --enable-postauth --enable-hrrcookie --enable-alpn --enable-sni --enable-maxfragment
  --enable-ocsp --enable-ocspstapling --enable-ocspstapling2
  --enable-secure-renegotiation --enable-fallback-scsv --enable-keying-material --enable-extended-master
  --enable-aesccm --enable-aescbc --enable-dh --enable-ecc
  --enable-curve25519 --enable-curve448 --enable-ed25519 --enable-ed448 --enable-mlkem --enable-mldsa
  --enable-certgen --enable-certext --enable-certreq --enable-keygen --enable-sessioncerts
  --enable-dtls --enable-dtls13 --enable-dtlscid --enable-dtls-frag-ch --enable-ech --enable-quic
  --enable-sp=yes,asm --enable-sp-asm --enable-cryptocb --enable-hkdf
)
[[ $(uname -m) != x86_64 ]] || wolfssl_options+=(--enable-intelasm)

wolfssl_defines=(
  -DWOLFSSL_STATIC_RSA -DWOLFSSL_STATIC_PSK -DWOLFSSL_STATIC_DH -DHAVE_SECRET_CALLBACK
  -DHAVE_FFDHE_2048 -DHAVE_FFDHE_3072 -DWOLFSSL_ECDSA_DETERMINISTIC_K -DWOLFSSL_PUBLIC_MP
)
# Raw RSA, so that the harness can pad with a salt of its own choice.
wolfssl_plain_defines=(-DWC_RSA_DIRECT -DWC_RSA_NO_PADDING)
wolfssl_target_defines=(
  -DCUSTOM_RAND_GENERATE_BLOCK=shakedown_target_random -DCUSTOM_RAND_GENERATE_SEED=shakedown_target_random
  -DWC_RESEED_INTERVAL=1000000
)

# One line a copy: its name, compiler, flags.
wolfssl_copies=(
  "plain|gcc|-O2 -g -fPIC"
  "target|gcc|-O2 -g -fPIC"
  "target-asan|clang-19|-O1 -g -fPIC -fno-omit-frame-pointer -fsanitize=address"
)

# --- Sources ---------------------------------------------------------------------------------------------------------

# wolfssl_sources SUITE DIR: this machine's own package sources, turned into deb-src lines of another suite of the
# same distribution. Signatures stay checked: everything but types, suites and components is kept as it is.
wolfssl_sources() {
  local suite=$1 out=$2 list parts codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  [[ -n $codename ]] || return 1
  eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
  mkdir -p "$out"
  cat "$parts"/*.sources 2>/dev/null | awk -v RS= -v codename="$codename" -v suite="$suite" '
    $0 ~ "(^|\n)Suites:[^\n]*[ \t]" codename "([ \t]|\n|$)" {
      n = split($0, line, "\n"); skip = 0
      for (i = 1; i <= n; i++) {
        if (line[i] ~ /^Types:/) print "Types: deb-src"
        else if (line[i] ~ /^Suites:/) print "Suites: " suite
        else if (line[i] ~ /^Components:/) print "Components: main"
        else print line[i]
      }
      print ""
    }' > "$out/shakedown.sources"
  cat "$list" "$parts"/*.list 2>/dev/null | awk -v codename="$codename" -v suite="$suite" '
    /^deb[ \t]/ && match($0, "[ \t]" codename "[ \t]") {
      print "deb-src" substr($0, 4, RSTART - 4) " " suite " main"
    }' | sort -u > "$out/shakedown.list"
  [[ -s $out/shakedown.sources || -s $out/shakedown.list ]]
}

# wolfssl_apt DIR TOOL ARGS…: apt with state, cache and sources of its own under DIR; it installs nothing. It downloads
# as the caller, since apt's own user cannot read a cache in somebody's home.
wolfssl_apt() {
  local dir=$1 tool=$2
  shift 2
  "$tool" -o Dir::State="$dir/state" -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$dir/cache" \
    -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$dir/sources" -o Acquire::Languages=none \
    -o APT::Sandbox::User="$(id -un)" "$@"
}

# wolfssl_fetch SUITE: leaves an unpacked, configurable tree and sets wolfssl_version and wolfssl_tree.
wolfssl_fetch() {
  local suite=$1 apt version dir
  apt=$(cache_dir)/apt/$suite
  mkdir -p "$apt"/{state/lists/partial,cache/archives/partial}
  wolfssl_sources "$suite" "$apt/sources" || { say "  no package sources to derive the suite $suite from"; return 1; }
  wolfssl_apt "$apt" apt-get -qq update || say "  the index of $suite cannot be refreshed; using the one from before, if any"
  version=$(wolfssl_apt "$apt" apt-cache madison wolfssl | awk -F'|' '/Sources/ { gsub(/ /, "", $2); print $2; exit }')
  [[ -n $version ]] || { say "  the suite $suite has no source of wolfssl"; return 1; }
  dir=$(cache_dir)/wolfssl-src/$version
  if [[ ! -e $dir/.ready ]]; then
    rm -rf "$dir" && mkdir -p "$dir"
    wolfssl_unpack "$suite" "$apt" "$version" "$dir" || { say "  wolfssl $version of $suite cannot be fetched"; return 1; }
    touch "$dir/.ready"
  fi
  wolfssl_version=$version wolfssl_tree=$dir/tree
  wolfssl_mend
}

# Known faults that make results depend on what ran before, as sed scripts; part of the key of each built copy.
# 5.9.2's fe_cmov_table_avx2 loads two registers with `movd`, which keeps their upper halves as other AVX2 code left
# them: after a P-256 operation half of all x25519 public keys come out wrong. The VEX form clears them.
wolfssl_mends='/^_?fe_cmov_table_avx2:/,/\.size/ {
  s/^([ \t]*)movd([ \t]+%ebx, %xmm7)$/\1vmovd\2/
  s/^([ \t]*)movd([ \t]+%rbx, %xmm9)$/\1vmovq\2/
}'
wolfssl_mend() {
  local file=$wolfssl_tree/wolfcrypt/src/fe_x25519_asm.S
  [[ -e $file ]] || return 0
  sed -E "$wolfssl_mends" "$file" > "$file.mended"
  if cmp -s "$file" "$file.mended"; then rm "$file.mended"; else
    say "  mended: the AVX2 table lookup of x25519 and Ed25519"
    mv "$file.mended" "$file"
  fi
}

# A stable release carries security fixes as patches, so its source is unpacked with them; the newest one needs none,
# and its packaging files may be missing while its upstream tarball is there.
wolfssl_unpack() (
  local suite=$1 apt=$2 version=$3 dir=$4
  cd "$dir" || return 1
  if [[ $suite == sid ]]; then
    wolfssl_apt "$apt" apt-get -qq --tar-only source "wolfssl=$version" || return 1
  else
    wolfssl_apt "$apt" apt-get -qq source "wolfssl=$version" > unpack.log 2>&1 || return 1
  fi
  mkdir -p tree
  local unpacked
  unpacked=$(find . -mindepth 1 -maxdepth 1 -type d -name 'wolfssl-*' | head -n 1)
  if [[ -n $unpacked ]]; then
    mv -T "$unpacked" tree
  else
    tar -xf wolfssl_*.orig.tar.* -C tree --strip-components=1
  fi || return 1
  rm -f wolfssl_*
  [[ -x tree/configure ]] || (cd tree && autoreconf -i > autoreconf.log 2>&1)
)

# --- Building --------------------------------------------------------------------------------------------------------

# wolfssl_known TREE: sets wolfssl_usable to the options that this version's configure knows, wolfssl_lacking to the rest.
wolfssl_known() {
  local option name
  wolfssl_usable=() wolfssl_lacking=()
  for option in "${wolfssl_options[@]}"; do
    name=${option#--enable-} name=${name#--disable-} name=${name%%=*}
    if grep -q "^enable_${name//-/_}$" "$1/configure"; then wolfssl_usable+=("$option"); else wolfssl_lacking+=("$name"); fi
  done
}

wolfssl_copy_line() {
  local line
  for line in "${wolfssl_copies[@]}"; do
    [[ $line != "$1|"* ]] || { echo "$line"; return 0; }
  done
  die "no copy of wolfSSL is called $1"
}

# wolfssl_prefix COPY: where this version, with these options and this compiler, is installed.
wolfssl_prefix() {
  local name=$1 compiler flags key
  IFS='|' read -r _ compiler flags <<< "$(wolfssl_copy_line "$name")"
  key=$({ echo "$wolfssl_version $name $compiler $flags $wolfssl_mends"; "$compiler" --version | head -n 1; uname -m
          echo "${wolfssl_usable[*]} ${wolfssl_defines[*]} ${wolfssl_plain_defines[*]} ${wolfssl_target_defines[*]}"
          grep -v '^//' "$root_dir/cmake/wolfssl_hooks.h"; } | sha256sum | cut -c1-12)
  echo "$(cache_dir)/wolfssl/$wolfssl_version/$name-$key"
}

# wolfssl_build COPY: builds it unless it is there; the file .ready is written last.
wolfssl_build() {
  local name=$1 prefix build compiler flags hooks=""
  local defines=("${wolfssl_defines[@]}")
  prefix=$(wolfssl_prefix "$name")
  [[ ! -e $prefix/.ready ]] || { say "  $name: ready"; return 0; }
  IFS='|' read -r _ compiler flags <<< "$(wolfssl_copy_line "$name")"
  if [[ $name == plain ]]; then
    defines+=("${wolfssl_plain_defines[@]}")
  else
    defines+=("${wolfssl_target_defines[@]}")
    hooks="-include $root_dir/cmake/wolfssl_hooks.h -DSHAKEDOWN_BUILDING_WOLFSSL"
  fi
  build=$(cache_dir)/wolfssl-build/$wolfssl_version-$name
  rm -rf "$prefix" "$build" && mkdir -p "$prefix" "$build"
  say "  $name: building with $compiler (about a minute and a half; log in $build/log)"
  wolfssl_make "$build" "$prefix" "$compiler" "$flags" "${defines[*]}" "$hooks" > "$build/log" 2>&1 \
    || { tail -n 20 "$build/log" >&2; say "  $name: the build failed, see $build/log"; return 1; }
  [[ $name == plain ]] || cp "$root_dir/cmake/wolfssl_hooks.h" "$prefix/include/"
  touch "$prefix/.ready"
  rm -rf "$build"
}

# The hooks rename functions that configure asks about, so only make sees them.
wolfssl_make() (
  local build=$1 prefix=$2 compiler=$3 flags=$4 preprocessor=$5 hooks=$6
  cd "$build" || return 1
  export ASAN_OPTIONS=detect_leaks=0
  "$wolfssl_tree/configure" --prefix="$prefix" CC="$compiler" CFLAGS="$flags" CPPFLAGS="$preprocessor" "${wolfssl_usable[@]}" \
    && make -j2 CPPFLAGS="$preprocessor $hooks" && make install CPPFLAGS="$preprocessor $hooks"
)

# --- The choice ------------------------------------------------------------------------------------------------------

# wolfssl_setup COPY…: finds or builds the copies and writes build/deps.cmake, which cmake/wolfssl.cmake reads.
wolfssl_setup() {
  local suite
  if [[ -n ${WOLFSSL_ROOT:-} ]]; then
    [[ -e $WOLFSSL_ROOT/include/wolfssl/options.h ]] || die "WOLFSSL_ROOT=$WOLFSSL_ROOT has no include/wolfssl/options.h"
    say "wolfSSL: WOLFSSL_ROOT=$WOLFSSL_ROOT, for the harness and as the target: the two share one copy, without hooks"
    wolfssl_write_deps "$WOLFSSL_ROOT (WOLFSSL_ROOT)" "plain=$WOLFSSL_ROOT" "target=$WOLFSSL_ROOT"
    return 0
  fi
  for suite in "${wolfssl_suites[@]}"; do
    say "wolfSSL: looking for the source of the suite $suite"
    ! wolfssl_from_suite "$suite" "$@" || return 0
  done
  pkg-config --exists wolfssl || die "wolfSSL: no source could be built and libwolfssl-dev is not installed"
  say "wolfSSL: taking the system's shared library $(pkg-config --modversion wolfssl), for the harness and as the target."
  say "  Missing with it: a private copy, deterministic random numbers and clock; before 5.7 also ML-KEM, DTLS 1.3, 0-RTT,"
  say "  TLS_RSA suites, PSK-AES suites, the secret callback."
  wolfssl_write_deps "the system's shared library"
}

wolfssl_from_suite() {
  local suite=$1 name pairs=()
  shift
  wolfssl_fetch "$suite" || return 1
  wolfssl_known "$wolfssl_tree"
  for name in "$@" $(wolfssl_ready_copies "$@"); do
    wolfssl_build "$name" || return 1
    pairs+=("$name=$(wolfssl_prefix "$name")")
  done
  say "wolfSSL: took $wolfssl_version, built from the source of the suite $suite"
  if ((${#wolfssl_lacking[@]})); then say "  Missing in this version: ${wolfssl_lacking[*]}"; else say "  Missing in this version: nothing that we use"; fi
  wolfssl_write_deps "$wolfssl_version from the source of $suite" "${pairs[@]}"
}

# The copies beyond those named that were built earlier, so that `setup` after `setup --asan` forgets nothing.
wolfssl_ready_copies() {
  local line name compiler
  for line in "${wolfssl_copies[@]}"; do
    IFS='|' read -r name compiler _ <<< "$line"
    [[ " $* " != *" $name "* ]] || continue
    command -v "$compiler" > /dev/null || continue
    [[ ! -e $(wolfssl_prefix "$name")/.ready ]] || echo "$name"
  done
}

wolfssl_write_deps() {
  local origin=$1 pair name file=$root_dir/build/deps.cmake
  shift
  mkdir -p "$root_dir/build"
  {
    echo "# Written by ./dev setup."
    echo "set(SHAKEDOWN_WOLFSSL_ORIGIN \"$origin\")"
    for pair in "$@"; do
      name=${pair%%=*}
      echo "set(SHAKEDOWN_WOLFSSL_${name//-/_} \"${pair#*=}\")"
    done
  } > "$file.new"
  # An unchanged file keeps its time, so that cmake need not run again.
  if cmp -s "$file.new" "$file"; then rm "$file.new"; else mv "$file.new" "$file"; fi
}
