/* The article's program: what happens between this line and the disk is what NtGlass shows. */
#include <windows.h>

int main(void)
{
    CreateFile("1", FILE_ALL_ACCESS, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    return 0;
}
