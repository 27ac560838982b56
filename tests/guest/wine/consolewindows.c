/* Windows that are never seen: classes, messages within a thread and between two, timers, waits. Needs user32. */
#include "../check.h"

static DWORD seen, created, destroyed;
static HWND other;
static HANDLE ready;

static LRESULT CALLBACK Procedure(HWND window, UINT message, WPARAM w, LPARAM l)
{
    switch (message)
    {
    case WM_NCCREATE:
        CHECK(lstrcmpW(((CREATESTRUCTW *)l)->lpszName, L"text") == 0);
        CHECK(((CREATESTRUCTW *)l)->lpCreateParams == (void *)0x1234);
        break;
    case WM_CREATE:
        created++;
        return 0;
    case WM_DESTROY:
        destroyed++;
        break;
    case WM_USER:
        seen++;
        return (LRESULT)(w + l);
    case WM_USER + 1:
        return SendMessageW(window, WM_USER, w, 1);
    }
    return DefWindowProcW(window, message, w, l);
}

static DWORD WINAPI Thread(__attribute__((unused)) void *parameter)
{
    MSG message;
    other = CreateWindowExW(0, L"checked", L"text", 0, 1, 2, 3, 4, HWND_MESSAGE, NULL, GetModuleHandleW(NULL), (void *)0x1234);
    SetEvent(ready);
    while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
    DestroyWindow(other);
    return (DWORD)message.wParam;
}

static HWND Make(void)
{
    WNDCLASSEXW class = { sizeof(class), 0, Procedure, 4, 8, GetModuleHandleW(NULL), NULL, NULL, NULL, NULL, L"checked", NULL };
    CHECK(RegisterClassExW(&class) != 0);
    FAILS(RegisterClassExW(&class), ERROR_CLASS_ALREADY_EXISTS);
    CHECK(CreateWindowExW(0, L"not there", L"", 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL) == NULL);
    return CreateWindowExW(0, L"checked", L"text", 0, 1, 2, 3, 4, HWND_MESSAGE, NULL, GetModuleHandleW(NULL), (void *)0x1234);
}

static void Window(HWND window)
{
    WCHAR name[20];
    CHECK(window != NULL);
    CHECK(created == 1);
    CHECK(IsWindow(window));
    CHECK(GetClassNameW(window, name, 20) == 7);
    CHECK(lstrcmpW(name, L"checked") == 0);
    CHECK(GetWindowTextW(window, name, 20) == 4);
    CHECK(GetWindowThreadProcessId(window, NULL) == GetCurrentThreadId());
    CHECK(SetWindowLongW(window, GWL_USERDATA, 5) == 0);
    CHECK(GetWindowLongW(window, GWL_USERDATA) == 5);
    CHECK(SetWindowLongW(window, 4, 77) == 0);
    CHECK(GetWindowLongW(window, 4) == 77);
    FAILS(GetWindowLongW(window, 5), ERROR_INVALID_INDEX);
    CHECK(SetPropW(window, L"Prop", (HANDLE)9));
    CHECK(GetPropW(window, L"prop") == (HANDLE)9);
    CHECK(FindWindowExW(HWND_MESSAGE, NULL, L"checked", NULL) == window);
}

static void Messages(HWND window)
{
    MSG message;
    Check("send", (DWORD)SendMessageW(window, WM_USER, 2, 3), 5);
    Check("send within", (DWORD)SendMessageW(window, WM_USER + 1, 2, 0), 3);
    CHECK(PostMessageW(window, WM_USER, 10, 20));
    CHECK(PostThreadMessageW(GetCurrentThreadId(), WM_APP, 1, 2));
    CHECK(PeekMessageW(&message, NULL, WM_APP, WM_APP, PM_NOREMOVE));
    CHECK(message.hwnd == NULL && message.message == WM_APP && message.wParam == 1);
    CHECK(GetMessageW(&message, NULL, 0, 0) == TRUE);
    CHECK(message.hwnd == window && message.message == WM_USER);
    Check("dispatch", (DWORD)DispatchMessageW(&message), 30);
    CHECK(GetMessageW(&message, NULL, 0, 0) == TRUE);
    CHECK(!PeekMessageW(&message, NULL, 0, 0, PM_REMOVE));
    FAILS(PostMessageW((HWND)0x7777, WM_USER, 0, 0), ERROR_INVALID_WINDOW_HANDLE);
    PostQuitMessage(7);
    CHECK(GetMessageW(&message, NULL, 0, 0) == FALSE);
    CHECK(message.wParam == 7);
}

static void Timers(HWND window)
{
    MSG message;
    CHECK(SetTimer(window, 3, 10, NULL) == 3);
    CHECK(GetMessageW(&message, window, 0, 0) == TRUE);
    CHECK(message.message == WM_TIMER && message.wParam == 3);
    CHECK(KillTimer(window, 3));
    CHECK(!KillTimer(window, 3));
}

static void Waits(void)
{
    MSG message;
    HANDLE event = CreateEventW(NULL, FALSE, TRUE, NULL);
    CHECK(MsgWaitForMultipleObjects(1, &event, FALSE, 0, QS_ALLINPUT) == WAIT_OBJECT_0);
    CHECK(MsgWaitForMultipleObjects(1, &event, FALSE, 0, QS_ALLINPUT) == WAIT_TIMEOUT);
    PostThreadMessageW(GetCurrentThreadId(), WM_APP, 0, 0);
    CHECK(MsgWaitForMultipleObjects(1, &event, FALSE, INFINITE, QS_ALLINPUT) == WAIT_OBJECT_0 + 1);
    CHECK(PeekMessageW(&message, NULL, 0, 0, PM_REMOVE));
    CHECK(MsgWaitForMultipleObjects(1, &event, FALSE, 0, QS_ALLINPUT) == WAIT_TIMEOUT);
}

static void Threads(void)
{
    DWORD id, code = 0;
    ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, Thread, NULL, 0, &id);
    WaitForSingleObject(ready, INFINITE);
    CHECK(other != NULL && created == 2);
    Check("send to another thread", (DWORD)SendMessageW(other, WM_USER, 40, 2), 42);
    CHECK(PostThreadMessageW(id, WM_QUIT, 11, 0));
    WaitForSingleObject(thread, INFINITE);
    CHECK(GetExitCodeThread(thread, &code) && code == 11);
    CHECK(!IsWindow(other));
    FAILS((DWORD)SendMessageW(other, WM_USER, 0, 0), ERROR_INVALID_WINDOW_HANDLE);
}

int main(void)
{
    HWND window = Make();
    Window(window);
    Messages(window);
    Timers(window);
    Waits();
    Threads();
    CHECK(RegisterWindowMessageW(L"a message of ours") == RegisterWindowMessageW(L"A MESSAGE OF OURS"));
    CHECK(GetDesktopWindow() != NULL && GetSystemMetrics(SM_CXSCREEN) > 0);
    CHECK(DestroyWindow(window));
    CHECK(destroyed == 2);
    CHECK(UnregisterClassW(L"checked", GetModuleHandleW(NULL)));
    return Done(61);
}
