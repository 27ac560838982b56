namespace NtGlass.Kernel;

/// <summary>KPROCESSOR_MODE.</summary>
public enum ProcessorMode : byte
{
    Kernel = 0,
    User = 1,
}
