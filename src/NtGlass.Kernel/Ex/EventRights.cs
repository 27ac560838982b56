namespace NtGlass.Kernel;

/// <summary>EVENT_* access rights.</summary>
static class EventRights
{
    public const uint QueryState = 1;
    public const uint ModifyState = 2;
}
