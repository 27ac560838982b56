#define ROOT(v) ({ double root_; __asm__("fsqrt" : "=t"(root_) : "0"(v)); root_; })
#include "nbody.inc"
