// A worker process: opens the target, then runs and judges one conversation after the other. It is the program itself,
// started again; a target that ends or blocks it costs one conversation.
#pragma once
#include <functional>

#include "harness/suite/job.h"

namespace shakedown::suite {

// Serves until the other side of the channel is gone. The exit status of the process.
int serve(int descriptor);

// What `work` gives; an exception out of it is an error of ours, and no crash of the target.
Done guarded(const std::function<Done()>& work);

}  // namespace shakedown::suite
