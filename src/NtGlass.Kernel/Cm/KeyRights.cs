namespace NtGlass.Kernel;

/// <summary>KEY_* access rights.</summary>
static class KeyRights
{
    public const uint QueryValue = 0x01;
    public const uint SetValue = 0x02;
    public const uint CreateSubKey = 0x04;
    public const uint EnumerateSubKeys = 0x08;
    public const uint Notify = 0x10;
    public const uint CreateLink = 0x20;

    public const uint Read = AccessMask.ReadControl | QueryValue | EnumerateSubKeys | Notify;
    public const uint Write = AccessMask.ReadControl | SetValue | CreateSubKey;
    public const uint All = AccessMask.StandardRightsRequired | QueryValue | SetValue | CreateSubKey | EnumerateSubKeys | Notify | CreateLink;
}
