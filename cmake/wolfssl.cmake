# wolfssl::harness, the wolfCrypt that the harness itself computes with, and wolfssl::target, the copy under test.
# ./dev setup writes where they are into build/deps.cmake. wolfssl::target carries the compile definition
# SHAKEDOWN_WOLFSSL_HOOKED when it takes random numbers and time from <wolfssl_hooks.h>.

set(SHAKEDOWN_DEPS ${CMAKE_SOURCE_DIR}/build/deps.cmake CACHE FILEPATH "What ./dev setup found")
set(SHAKEDOWN_WOLFSSL source CACHE STRING "source: the copies of ./dev setup; system: the shared libwolfssl")
set(SHAKEDOWN_WOLFSSL_TARGET target CACHE STRING "Which copy is under test: target or target_asan")
set_property(CACHE SHAKEDOWN_WOLFSSL PROPERTY STRINGS source system)

# An imported static library out of an installed prefix.
function(shakedown_wolfssl_copy name prefix)
  if(NOT EXISTS ${prefix}/lib/libwolfssl.a)
    message(FATAL_ERROR "wolfSSL: ${prefix}/lib/libwolfssl.a is missing; run ./dev setup")
  endif()
  add_library(wolfssl::${name} STATIC IMPORTED GLOBAL)
  set_target_properties(wolfssl::${name} PROPERTIES
    IMPORTED_LOCATION ${prefix}/lib/libwolfssl.a
    INTERFACE_INCLUDE_DIRECTORIES ${prefix}/include
    INTERFACE_COMPILE_DEFINITIONS WOLFSSL_USE_OPTIONS_H
    INTERFACE_LINK_LIBRARIES "m;pthread")
endfunction()

function(shakedown_wolfssl_system why)
  pkg_check_modules(WOLFSSL_SYSTEM REQUIRED IMPORTED_TARGET GLOBAL wolfssl)
  foreach(name IN ITEMS harness target)
    add_library(wolfssl::${name} INTERFACE IMPORTED GLOBAL)
    set_target_properties(wolfssl::${name} PROPERTIES
      INTERFACE_LINK_LIBRARIES PkgConfig::WOLFSSL_SYSTEM
      INTERFACE_COMPILE_DEFINITIONS WOLFSSL_USE_OPTIONS_H)
  endforeach()
  message(STATUS "wolfSSL: ${why}: the system's shared library ${WOLFSSL_SYSTEM_VERSION}, for the harness and as the "
                 "target; the two share one copy, without hooks for random numbers and the clock")
endfunction()

include(${SHAKEDOWN_DEPS} OPTIONAL)
if(SHAKEDOWN_WOLFSSL STREQUAL "system")
  shakedown_wolfssl_system("asked for")
elseif(NOT SHAKEDOWN_WOLFSSL_plain)
  shakedown_wolfssl_system("no copy built from source (./dev setup makes one)")
else()
  set(under_test ${SHAKEDOWN_WOLFSSL_TARGET})
  if(NOT SHAKEDOWN_WOLFSSL_${under_test})
    message(STATUS "wolfSSL: the copy ${under_test} is not built (./dev setup --asan); the target runs uninstrumented")
    set(under_test target)
  endif()
  shakedown_wolfssl_copy(harness ${SHAKEDOWN_WOLFSSL_plain})
  shakedown_wolfssl_copy(target ${SHAKEDOWN_WOLFSSL_${under_test}})
  if(EXISTS ${SHAKEDOWN_WOLFSSL_${under_test}}/include/wolfssl_hooks.h)
    set_property(TARGET wolfssl::target APPEND PROPERTY INTERFACE_COMPILE_DEFINITIONS SHAKEDOWN_WOLFSSL_HOOKED)
  endif()
  message(STATUS "wolfSSL: ${SHAKEDOWN_WOLFSSL_ORIGIN}, under test: ${under_test}")
endif()
