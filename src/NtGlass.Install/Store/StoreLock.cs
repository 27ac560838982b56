namespace NtGlass.Install.Store;

/// <summary>Holds the store for one process; the host frees it when the process ends, however it ends.</summary>
sealed class StoreLock : IDisposable
{
    const int PollMilliseconds = 200;

    readonly FileStream file;

    StoreLock(FileStream file) => this.file = file;

    /// <summary>Waits until no other process has it.</summary>
    public static StoreLock Take(string folder, Action waiting, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        bool isTold = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new StoreLock(new FileStream(Path.Join(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (IsHeld(error))
            {
                if (!isTold) waiting();
                isTold = true;
                cancellationToken.WaitHandle.WaitOne(PollMilliseconds);
            }
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>EAGAIN, which the runtime's lock gives when another process has the file.</summary>
    static bool IsHeld(IOException error) => error.GetType() == typeof(IOException) && error.HResult == 11;
}
