namespace NtGlass.Kernel;

/// <summary>THREAD_* access rights.</summary>
static class ThreadRights
{
    public const uint Terminate = 0x0001;
    public const uint SuspendResume = 0x0002;
    public const uint Alert = 0x0004;
    public const uint GetContext = 0x0008;
    public const uint SetContext = 0x0010;
    public const uint SetInformation = 0x0020;
    public const uint QueryInformation = 0x0040;
    public const uint SetThreadToken = 0x0080;
    public const uint Impersonate = 0x0100;
    public const uint DirectImpersonation = 0x0200;
    public const uint SetLimitedInformation = 0x0400;
    public const uint QueryLimitedInformation = 0x0800;
}
