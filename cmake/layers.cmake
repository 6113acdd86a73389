# A folder harness/<layer>/ is the library shakedown_<layer>; tests/<layer>/ is the program <layer>_test.

add_library(shakedown_options INTERFACE)
target_include_directories(shakedown_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(shakedown_options INTERFACE -Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow -Wno-missing-field-initializers -Werror)

# Link names of a layer: a layer with sources is a static library, one of headers only an interface library.
function(shakedown_layer name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/harness/${name}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  list(TRANSFORM DEPS_${name} PREPEND shakedown_ OUTPUT_VARIABLE deps)
  if(sources)
    add_library(shakedown_${name} STATIC ${sources})
    target_link_libraries(shakedown_${name} PUBLIC ${deps} ${LINKS_${name}} PRIVATE shakedown_options)
    target_include_directories(shakedown_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  else()
    add_library(shakedown_${name} INTERFACE)
    target_link_libraries(shakedown_${name} INTERFACE ${deps} ${LINKS_${name}})
    target_include_directories(shakedown_${name} INTERFACE ${CMAKE_SOURCE_DIR})
  endif()
endfunction()

# The tests of a layer, found by glob, under CTest label `unit` unless named otherwise.
function(shakedown_layer_tests name)
  cmake_parse_arguments(ARG "" "LABEL" "" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*.cc)
  if(NOT sources)
    return()
  endif()
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  add_executable(${name}_test ${sources})
  target_link_libraries(${name}_test PRIVATE shakedown_${name} shakedown_options GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE SHAKEDOWN_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                  SHAKEDOWN_BINARY_DIR="${CMAKE_BINARY_DIR}")
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${ARG_LABEL})
endfunction()
