using Affluence.ServiceDefaults;
using Affluence.Simulator;

using var stop = new StopSignals();
return await SimulatorCommandLine.RunAsync(args, Console.Out, Console.Error, stop.Token);
