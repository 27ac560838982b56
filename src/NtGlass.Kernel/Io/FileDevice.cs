namespace NtGlass.Kernel;

/// <summary>FILE_DEVICE_* types.</summary>
static class FileDevice
{
    public const uint Disk = 0x07;
    public const uint DiskFileSystem = 0x08;
    public const uint Mailslot = 0x0C;
    public const uint NamedPipe = 0x11;
    public const uint Network = 0x12;
    public const uint Null = 0x15;
    public const uint Console = 0x50;
}
