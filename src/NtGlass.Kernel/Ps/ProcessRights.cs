namespace NtGlass.Kernel;

/// <summary>PROCESS_* access rights.</summary>
static class ProcessRights
{
    public const uint Terminate = 0x0001;
    public const uint CreateThread = 0x0002;
    public const uint VmOperation = 0x0008;
    public const uint VmRead = 0x0010;
    public const uint VmWrite = 0x0020;
    public const uint DuplicateHandle = 0x0040;
    public const uint CreateProcess = 0x0080;
    public const uint SetQuota = 0x0100;
    public const uint SetInformation = 0x0200;
    public const uint QueryInformation = 0x0400;
    public const uint SuspendResume = 0x0800;
    public const uint QueryLimitedInformation = 0x1000;
}
