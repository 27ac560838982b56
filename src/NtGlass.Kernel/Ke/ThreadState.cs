namespace NtGlass.Kernel;

/// <summary>KTHREAD_STATE.</summary>
public enum ThreadState : byte
{
    Initialized = 0,
    Ready = 1,
    Running = 2,
    Standby = 3,
    Terminated = 4,
    Waiting = 5,
    Transition = 6,
}
