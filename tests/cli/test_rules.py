"""Options of imports that say whose rules a network obeys."""

import pytest

from corridors.cli.rules import check_rules


def test_a_setting_of_no_rule_is_told_by_its_option():
    check_rules(re_entry="allow", lengths=None)
    with pytest.raises(ValueError, match="--re-entry 'trust' is not one of forbid, allow"):
        check_rules(re_entry="trust", lengths=None)
