#define ROOT(v) ({ double root_; __asm__("sqrtsd %1, %0" : "=x"(root_) : "x"(v)); root_; })
#include "nbody.inc"
