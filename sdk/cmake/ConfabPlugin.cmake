# For plugin authors: builds a plugin against the SDK.
#
#   confab_add_plugin(hello VERSION 1.0.0 SOURCES hello.cpp)
#   confab_add_adapter(irc VERSION 1.0.0 SOURCES adapter.cpp session.cpp [LIBRARIES ...])
#   confab_add_plugin_test(hello SOURCES hello_test.cpp)
#
# The result is confab_<id>.so, in the folder where `confab run` of the same tree or prefix looks; a test, with
# <confab/testing/chat.hpp>, is registered with CTest when testing is enabled.

function(confab_add_plugin id)
  cmake_parse_arguments(ARG "" "VERSION" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "confab_add_plugin(${id}): SOURCES is missing")
  endif()
  if(NOT ARG_VERSION)
    set(ARG_VERSION 0.1.0)
  endif()
  set(target confab_plugin_${id})
  add_library(${target} MODULE ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE confab::sdk ${ARG_LIBRARIES})
  target_compile_definitions(${target} PRIVATE CONFAB_PLUGIN_ID="${id}" CONFAB_PLUGIN_VERSION="${ARG_VERSION}")
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME confab_${id}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13 AND NOT PROJECT_NAME STREQUAL "Confab")
    message(WARNING "g++ ${CMAKE_CXX_COMPILER_VERSION} silently miscompiles aggregates and capturing lambdas inside "
      "co_await expressions. Prefer clang 16 or g++ 13; see the SDK's README, \"g++ 12\".")
  endif()
  if(CONFAB_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CONFAB_PLUGIN_OUTPUT_DIRECTORY})
  endif()
  if(NOT CONFAB_PLUGIN_NO_INSTALL)
    install(TARGETS ${target} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/confab/plugins)
  endif()
endfunction()

function(confab_add_adapter id)
  confab_add_plugin(${id} ${ARGN})
endfunction()

function(confab_add_plugin_test id)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT CMAKE_TESTING_ENABLED)
    return()
  endif()
  if(NOT TARGET confab_plugin_${id})
    message(FATAL_ERROR "confab_add_plugin_test(${id}): there is no plugin ${id}; call confab_add_plugin(${id} ...) first")
  endif()
  if(NOT TARGET confab::testing)
    message(FATAL_ERROR "confab_add_plugin_test(${id}): the test kit needs GoogleTest; install it (Debian: libgtest-dev)")
  endif()
  set(target confab_test_${id})
  add_executable(${target} ${ARG_SOURCES})
  add_dependencies(${target} confab_plugin_${id})
  target_link_libraries(${target} PRIVATE confab::testing GTest::gtest_main ${ARG_LIBRARIES})
  target_compile_definitions(${target} PRIVATE
    CONFAB_TESTED_PLUGIN_ID="${id}" CONFAB_TESTED_PLUGIN_FILE="$<TARGET_FILE:confab_plugin_${id}>")
  target_compile_features(${target} PRIVATE cxx_std_20)
  # As the program does: what plugin and host both instantiate is one thing.
  set_target_properties(${target} PROPERTIES ENABLE_EXPORTS ON)
  include(GoogleTest)
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS plugin TIMEOUT 120)
endfunction()
