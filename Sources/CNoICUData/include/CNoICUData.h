// Nothing is declared here: no_icu_data.c is for the linker. The program alone imports it, so that whoever uses the libraries
// keeps ICU's data.
