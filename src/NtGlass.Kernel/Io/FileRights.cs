namespace NtGlass.Kernel;

/// <summary>Access rights of files and folders.</summary>
public static class FileRights
{
    public const uint ReadData = 0x001;
    public const uint WriteData = 0x002;
    public const uint AppendData = 0x004;
    public const uint ReadEa = 0x008;
    public const uint WriteEa = 0x010;
    public const uint Execute = 0x020;
    public const uint DeleteChild = 0x040;
    public const uint ReadAttributes = 0x080;
    public const uint WriteAttributes = 0x100;
    public const uint Synchronize = AccessMask.Synchronize;
    public const uint Delete = AccessMask.Delete;

    /// <summary>FILE_LIST_DIRECTORY.</summary>
    public const uint ListDirectory = ReadData;
}
