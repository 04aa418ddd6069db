# cmake -D build=... -D compiler=... -P new_plugin.cmake
# What an author does: install, `confab new`, `confab test`; and what they see when the plugin is broken.
string(RANDOM LENGTH 8 name)
set(work $ENV{TMPDIR})
if(NOT work)
  set(work /tmp)
endif()
set(work ${work}/confab-new-${name})  # outside of the tree, which must not be needed
set(prefix ${work}/prefix)
set(confab ${prefix}/bin/confab)
set(ENV{CXX} ${compiler})

function(fail text)
  file(REMOVE_RECURSE ${work})
  message(FATAL_ERROR "${text}")
endfunction()

# run(CODE FOLDER COMMAND...): what it printed is in `out`.
function(run code folder)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${folder} COMMAND_ECHO STDOUT RESULT_VARIABLE got
    OUTPUT_VARIABLE out ERROR_VARIABLE err)
  message("${out}${err}")
  if(NOT got EQUAL code)
    fail("exit code ${got}, expected ${code}")
  endif()
  set(out "${out}${err}" PARENT_SCOPE)
endfunction()

function(expect text)
  string(FIND "${out}" "${text}" at)
  if(at EQUAL -1)
    fail("expected in the output: ${text}")
  endif()
endfunction()

execute_process(COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${prefix} OUTPUT_QUIET RESULT_VARIABLE got)
if(NOT got EQUAL 0)
  fail("the project cannot be installed")
endif()
foreach(file bin/confab lib/libconfab.so lib/libconfab_testing.so lib/confab/plugins/confab_irc.so
    lib/confab/plugins/confab_irc_sandbox.so lib/pkgconfig/confab.pc share/man/man1/confab.1
    share/bash-completion/completions/confab share/zsh/site-functions/_confab
    share/fish/vendor_completions.d/confab.fish)
  if(NOT EXISTS ${prefix}/${file})
    fail("${file} was not installed")
  endif()
endforeach()
if(EXISTS ${prefix}/lib/confab/plugins/confab_faulty.so)
  fail("a fixture of the tests was installed")
endif()

# From an empty folder to a tested plugin.
run(0 ${work} ${confab} new plugin greet)
run(0 ${work}/greet ${confab} test)
foreach(network irc discord matrix)
  expect("ok      ${network}")
endforeach()
run(1 ${work} ${confab} new plugin greet)
expect("nothing was written")

# Broken: in what it says, in what it is, and in what it does.
file(READ ${work}/greet/greet.cpp good)
string(REPLACE "\"Hello, world!\"" "\"Goodbye, world!\"" wrong "${good}")
file(WRITE ${work}/greet/greet.cpp "${wrong}")
run(1 ${work}/greet ${confab} test)
expect("expected: Goodbye, world!")
expect("FAILED  matrix")
string(REPLACE "co_return;" "co_return" wrong "${good}")
file(WRITE ${work}/greet/greet.cpp "${wrong}")
run(1 ${work}/greet ${confab} test)
expect("greet.cpp:")
expect("the plugin does not build")
string(REPLACE "co_return;" "throw std::runtime_error(\"no coffee\");" wrong "${good}")
file(WRITE ${work}/greet/greet.cpp "${wrong}")
run(1 ${work}/greet ${confab} test --json)
expect("start() threw: no coffee")

# Without CMake: pkg-config tells all a compiler needs.
find_program(pkg_config NAMES pkgconf pkg-config)
if(pkg_config)
  set(ENV{PKG_CONFIG_PATH} ${prefix}/lib/pkgconfig)
  execute_process(COMMAND ${pkg_config} --cflags --libs confab OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run(0 ${work} ${compiler} -shared -o confab_hello.so -DCONFAB_PLUGIN_ID="hello" -DCONFAB_PLUGIN_VERSION="1.0.0"
    ${source}/examples/hello/hello.cpp ${flags})
  run(0 ${work} ${confab} plugins info ./confab_hello.so)
  expect("hello 1.0.0")
endif()
file(REMOVE_RECURSE ${work})
