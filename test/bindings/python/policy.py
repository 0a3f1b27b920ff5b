"""Prints a lifecycle policy that is written in words."""

from cdk_secure_repository import LifecyclePolicy

print(LifecyclePolicy.keep_latest(10).to_text())
