using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>PAGE_* values: one of the first eight, with modifiers.</summary>
[Flags]
public enum PageProtection : uint
{
    None = 0,
    NoAccess = 0x01,
    ReadOnly = 0x02,
    ReadWrite = 0x04,
    WriteCopy = 0x08,
    Execute = 0x10,
    ExecuteRead = 0x20,
    ExecuteReadWrite = 0x40,
    ExecuteWriteCopy = 0x80,
    Guard = 0x100,
    NoCache = 0x200,
    WriteCombine = 0x400,

    /// <summary>PAGE_TARGETS_NO_UPDATE and PAGE_TARGETS_INVALID, for code: about checks of indirect calls, which are not made here.</summary>
    Targets = 0x4000_0000,
}

/// <summary>What protections mean.</summary>
public static class PageProtections
{
    const PageProtection Modifiers = PageProtection.Guard | PageProtection.NoCache | PageProtection.WriteCombine;
    const PageProtection Code = PageProtection.Execute | PageProtection.ExecuteRead | PageProtection.ExecuteReadWrite | PageProtection.ExecuteWriteCopy;
    const PageProtection Writable = PageProtection.ReadWrite | PageProtection.ExecuteReadWrite;
    const PageProtection CopyOnWrite = PageProtection.WriteCopy | PageProtection.ExecuteWriteCopy;

    extension(PageProtection protection)
    {
        /// <summary>One base value, and no modifiers on PAGE_NOACCESS.</summary>
        public bool IsValid
        {
            get
            {
                PageProtection main = protection.Main;
                return main != 0 && ((uint)main & ((uint)main - 1)) == 0 && (uint)main <= 0x80
                    && (main != PageProtection.NoAccess || protection == PageProtection.NoAccess);
            }
        }

        /// <summary>What stays of a value that a caller gives: <see cref="PageProtection.Targets"/> on code does not.</summary>
        public PageProtection Kept => (protection & Code) != 0 ? protection & ~PageProtection.Targets : protection;

        /// <summary>The value without modifiers.</summary>
        public PageProtection Main => protection & ~Modifiers;

        public bool IsGuard => (protection & PageProtection.Guard) != 0;

        public bool IsCopyOnWrite => (protection & CopyOnWrite) != 0;

        public bool IsExecutable => (uint)protection.Main >= (uint)PageProtection.Execute;

        /// <summary>Writable, at once or after a copy.</summary>
        public bool AllowsWrite => (protection & (Writable | CopyOnWrite)) != 0;

        public bool AllowsRead => protection.Main != PageProtection.NoAccess;

        /// <summary>What a copy-on-write page becomes once its copy is made.</summary>
        public PageProtection AfterCopy => protection.Main switch
        {
            PageProtection.WriteCopy => protection & ~PageProtection.WriteCopy | PageProtection.ReadWrite,
            PageProtection.ExecuteWriteCopy => protection & ~PageProtection.ExecuteWriteCopy | PageProtection.ExecuteReadWrite,
            _ => protection,
        };

        /// <summary>What a writable protection is on a page that must be copied first.</summary>
        public PageProtection BeforeCopy => protection.Main switch
        {
            PageProtection.ReadWrite => protection & ~PageProtection.ReadWrite | PageProtection.WriteCopy,
            PageProtection.ExecuteReadWrite => protection & ~PageProtection.ExecuteReadWrite | PageProtection.ExecuteWriteCopy,
            _ => protection,
        };

        /// <summary>The hardware protection. Without PAE an x86 processor executes what it can read.</summary>
        public PageAccess Access =>
            protection.IsGuard || protection.Main == PageProtection.NoAccess ? PageAccess.None
            : (protection & Writable) != 0 ? PageAccess.All
            : PageAccess.ReadExecute;
    }
}
