"""Figures show themselves in notebooks."""

import subprocess
import sys

import corridors as co


def test_a_figure_shows_itself_in_a_notebook_and_stays_a_figure(trips):
    import pickle

    from IPython.core.formatters import DisplayFormatter
    from matplotlib.figure import Figure

    figure = co.draw_tcd(trips)
    data, about = DisplayFormatter().format(figure)
    assert data["image/png"].startswith(b"\x89PNG")
    width, height = (round(96 * inches) for inches in figure.get_size_inches())
    assert about["image/png"] == {"width": width, "height": height}
    # Two dots a pixel of the screen: 8 bytes of length and type, then width and height.
    assert int.from_bytes(data["image/png"][16:20], "big") == 2 * width
    assert isinstance(figure, Figure)
    assert "Figure size" in repr(figure)
    assert pickle.loads(pickle.dumps(figure)).axes[0].get_ylabel() == figure.axes[0].get_ylabel()


def test_settings_of_the_working_folder_run_no_latex(tmp_path):
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\n")
    script = (
        "import matplotlib, corridors as co\n"
        "assert matplotlib.rcParams['text.usetex']\n"
        "trip = co.route(co.load(), 'Karachi', 'Istanbul')\n"
        "co.draw_breakdown(trip).savefig('a.png')\n"
        "trip.save('a.pdf')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
