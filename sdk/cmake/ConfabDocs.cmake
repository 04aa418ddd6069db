# Target `docs`: the SDK's reference as HTML in the build folder, where doxygen is installed.
find_program(CONFAB_DOXYGEN doxygen)
if(NOT CONFAB_DOXYGEN)
  message(STATUS "target docs is left out: doxygen was not found")
  return()
endif()
set(CONFAB_DOCS_INPUT ${PROJECT_SOURCE_DIR}/sdk/include/confab)
if(EXISTS ${PROJECT_SOURCE_DIR}/sdk/testing/include)
  string(APPEND CONFAB_DOCS_INPUT " ${PROJECT_SOURCE_DIR}/sdk/testing/include")
endif()
set(CONFAB_DOCS_OUTPUT ${PROJECT_BINARY_DIR}/docs)
set(CONFAB_DOCS_WARN_AS_ERROR FAIL_ON_WARNINGS)
configure_file(${PROJECT_SOURCE_DIR}/sdk/Doxyfile.in ${PROJECT_BINARY_DIR}/docs/Doxyfile @ONLY)
add_custom_target(docs
  COMMAND ${CONFAB_DOXYGEN} ${PROJECT_BINARY_DIR}/docs/Doxyfile
  COMMAND $<TARGET_FILE:confab_program> plugins reference > ${PROJECT_BINARY_DIR}/docs/options.md
  COMMAND ${CMAKE_COMMAND} -E echo "${PROJECT_BINARY_DIR}/docs/html/index.html"
  COMMENT "Writing the SDK's reference" VERBATIM)
