# cmake -D build=... -D source=... -D compiler=... -D generator=... -P find_package.cmake
set(work ${build}/tests/out_of_tree)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${build}/sdk --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${source} -B ${work}/build -G ${generator}
  -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_PREFIX_PATH=${work}/prefix)
run(${CMAKE_COMMAND} --build ${work}/build)
foreach(plugin hello dice)
  execute_process(COMMAND ${build}/bin/confab plugins info ${work}/build/plugins/confab_${plugin}.so
    OUTPUT_VARIABLE shown COMMAND_ERROR_IS_FATAL ANY)
  if(NOT shown MATCHES "^${plugin} 1\\.0\\.0")
    message(FATAL_ERROR "the program did not accept confab_${plugin}.so: ${shown}")
  endif()
endforeach()
