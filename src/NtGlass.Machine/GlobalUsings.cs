global using NtGlass.Abi;
